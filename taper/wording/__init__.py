"""How are the answers of operations said to people, in a terminal and on the page alike? No layout, no colours."""
