"""How does a document stand in an HTML file of its own: no script, nothing fetched, light or dark, printable?"""

from __future__ import annotations

from taper.interop.htmlblocks import text_html

_STYLE = """
:root{color-scheme:light dark;--ink:#14171a;--quiet:#4a5158;--paper:#fff;--band:#eceff1;--line:#9aa3aa}
@media (prefers-color-scheme:dark){:root{--ink:#eceff1;--quiet:#b6bec5;--paper:#14171a;--band:#262b30;--line:#6b757d}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1.5rem 1rem 3rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 system-ui,"DejaVu Sans",sans-serif}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}
p{margin:.4rem 0}dl{margin:1rem 0}dl div{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.2rem 0}
dt{font-weight:700;flex:0 0 10rem}dd{margin:0;flex:1 1 16rem}
.wide{overflow-x:auto;margin:.8rem 0}.wide:focus-visible{outline:3px solid}
table{border-collapse:collapse;width:auto}
caption{text-align:left;color:var(--quiet);padding:.2rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .7rem .3rem 0;border-bottom:1px solid var(--line)}
thead th{border-bottom:2px solid var(--ink)}tbody th{font-weight:400}.number{text-align:right}
figure{margin:1rem 0;overflow-x:auto}figure:focus-visible{outline:3px solid}
figure svg{max-width:100%;min-width:35rem;height:auto;display:block}
.curve .plan{stroke-width:2.5}
.boxes{display:flex;flex-wrap:wrap;gap:1rem;margin:1rem 0}
.end{border:4px solid;padding:.7rem 1rem;flex:1 1 18rem}.calls{border:1px solid;padding:.7rem 1rem;flex:1 1 16rem}
.end h2,.calls h2{margin:0;font-size:1rem}.end .large{font-size:1.7rem;font-weight:700;line-height:1.2;margin:.2rem 0}
.calls span{display:flex;gap:.5rem;margin-top:.5rem}.calls span::after{content:"";flex:1;border-bottom:1px dotted}
.step h2{background:var(--band);padding:.3rem .5rem;margin:1.5rem 0 0}.changes h2{border-top:4px solid}
.step th,.step td{white-space:nowrap;padding-right:1.5rem}.step tbody th,.step td b{font-weight:700}
.step table{width:100%}.step th:first-child{width:10rem}.step td.none{color:var(--quiet)}
.box{display:inline-block;width:1.15em;height:1.15em;border:2px solid;vertical-align:-.2em;margin-right:.5em}
.step small{display:block;color:var(--quiet);white-space:normal}
.behind{border-top:4px solid;padding-top:.4rem;font-weight:700}
.record td{height:2.2rem;min-width:6rem;border:1px solid var(--line)}
footer{color:var(--quiet);margin-top:1.5rem}
@page{margin:14mm}
@media print{:root{color-scheme:light;--ink:#000;--quiet:#333;--paper:#fff;--band:#e6e6e6;--line:#999}
body{max-width:none;padding:0;font-size:10.5pt}.wide,figure{overflow:visible}figure svg{min-width:0}
tr,figure,.boxes{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}}
"""

_LARGE = "@media screen,print{body{font-size:18pt}}"


def html_page(body: str, *, title: str, large: bool = False, more_style: str = "") -> str:
    """The whole file around a body that is HTML already; `more_style` is what this one needs beside."""
    style = f"{_STYLE}{more_style}{_LARGE if large else ''}"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text_html(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
