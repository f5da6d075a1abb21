"""The local page: the same facts and the same buttons in a browser on this machine.

How it is made, for whoever adds a page:

- **One module a page**, holding functions `(Visit) -> Response` that run in a thread each. `app.VIEWS` says which
  address is looked at (GET), `app.CHANGES` where a form is sent to (POST), `app.NAVIGATION` what stands in the header.
- **Facts** come from `visit.ask("upcoming", days=7)`: an operation of taper.app by its name, done by the daemon, else
  here. RefusedError may go through: the page of its text takes its place. A page computes nothing of a plan itself.
- **A page** is `visit.show("name.html", title=..., key=value, ...)`. Its template extends `layout.html` and fills
  `{% block content %}`; every value is escaped, a missing name is an error. `parts` (parts.html) has what recurs; in a
  template also stand `csrf`, `here` (the address), `fresh_id()`, and the filters of layout.py (`clocks`, `long_date`,
  `short_date`, `place_of` ...).
- **A form** begins with `{{ parts.form_start("/take", csrf, here, fresh_id()) }}`, has `{{ parts.hidden({...}) }}`, and
  ends with `</form>`. It is urlencoded (no files). The guard has checked its token before the page sees it.
- **What a form does** is `visit.changed(do)` with `do(form_id) -> Answer`; `visit.form["plan"]` is a field ("" where it
  was not sent). Give the form's id to the operation as its own (`intake_id=form_id`, `note_id=form_id`), so that it is
  done once; `changed` leads back to the page the form stood on, which shows the Answer. A refusal becomes an Answer by
  itself, with its choices as buttons where it asks which intake or how much.
- **Alive**: an element with an id and `data-live` is replaced when something was recorded elsewhere, and each minute; a
  part in which somebody writes is not. What stands in `data-news` is said to a screen reader when it changes. The one
  other script, add.js, sends the form of a new plan while it is written; a page must work without any.
- **Looks**: page.css, and plans.css for tables, fields, months and curves (in `{% block head %}`); no style or script
  within a page (the CSP forbids it), pictures as SVG with classes. Colours are its variables, buttons stand in
  `<div class="buttons">`, the one that matters is `class="first"`, words for screen readers alone are `class="unseen"`,
  a time in front of a line is `class="when"`, a finding is `parts.finding(f)`.
- **A title** names no medicine: browsers keep titles in their history.
- **Tests** stand in tests/web: the fixtures `site` (a page on a daemon with a plan) and `page` (a browser that came in)
  of its conftest.py; `Site(home, *plans, at=...)` of sites.py for any other home.

The modules beside the pages: `guard` (who may ask), `entering` and `opening` (how a browser comes in), `listening`
(where it answers), `running` (begin and end), `visit` and `answers` (one request, one form), `layout` (templates),
`living` (what changed), `addresses` (where a plan is), `entry` (what was filled in to add a plan, and how it reads),
`months` and `curves` (how they are drawn).
"""
