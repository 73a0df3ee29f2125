/* SPDX-License-Identifier: Apache-2.0 */
/* The beginning of the page, which needs nothing from elsewhere. Text and background are the browser's, light or dark;
 * the other colours are seen on both. --s is the colour of a state. */
#include "cli/output/picture.h"

const char picture_style[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width\">"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">"
    "<style>\n"
    ":root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}\n"
    "body{margin:1.5rem auto;padding:0 1rem;max-width:60rem}\n"
    "h1,p{margin:0;font-size:1rem}h1{font-size:1.5rem}\n"
    "p,small{opacity:.8}small,progress,svg{display:block}\n"
    "figure,table{margin:1rem 0;border:1px solid #8884;border-radius:.6rem;background:#8881}\n"
    "figure,th,td{padding:.6rem .8rem}\n"
    "svg,table,progress{width:100%}\n"
    "svg{height:7rem;fill:#28f4;stroke:#28f;background:linear-gradient(#8884 1px,#0000 0)0 0/9px 25%}\n"
    "table{border-spacing:0}\n"
    "th,td{text-align:left;vertical-align:top;overflow-wrap:anywhere}\n"
    "tbody>tr>*{border-top:1px solid #8884;font-weight:400}\n"
    "td:nth-child(2){width:42%}tr>:last-child{text-align:right}b{border-left:.3rem solid var(--s);padding-left:.4rem}\n"
    /* accent-color would do, but browsers make the whole bar dark or light for it. */
    "progress{height:.5rem;margin:.3rem "
    "0;appearance:none;border:0;border-radius:9px;background:#8884;overflow:hidden}\n"
    "::-webkit-progress-bar{background:0}::-webkit-progress-value{background:var(--s)}\n"
    "::-moz-progress-bar{background:var(--s)}\n"
    "tr{--s:#888}.Importing{--s:#28f}.Completed{--s:#2a4}.Uncommitted{--s:#c70}.Failed,.Cancelled,.Error{--s:#f44}\n"
    "@media(max-width:35rem){tr{display:grid;grid:auto/1fr "
    "auto}tr>:nth-child(2){grid-area:2/1/2/3;width:auto;border:0;padding-top:0}}\n"
    "</style>\n";
