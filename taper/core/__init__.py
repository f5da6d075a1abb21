"""The pure core: plans, doses and what to say of them, as values in and values out; standard library only."""
