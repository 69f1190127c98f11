"""Pictures for the page: what there is to see, its drawing, and the drawing as safe SVG.

`timeline`, `copying` and `coverage` hold numbers and structure; `drawings` puts them on a canvas;
`vector` takes the canvas's SVG apart and keeps only what may stand in the page.
"""
