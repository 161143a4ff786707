"""How gradio's own parts look; the rest of the page is in style.css."""

import gradio as gr

_SANS = (
    "system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans",
    "Helvetica Neue", "Arial", "sans-serif",
)  # fmt: skip
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Liberation Mono", "monospace")

HEAD = (
    '<link rel="icon" href="data:image/svg+xml,'
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='2' fill='%231d3f66'/%3E"
    "%3Cpath d='M4 3h4a5 5 0 0 1 0 10H4z' fill='none' stroke='white' stroke-width='2'/%3E"
    '%3C/svg%3E">'
)
"""An icon of the page's own, without a request for it."""


def theme() -> gr.themes.Base:
    """A theme with the fonts of the visitor's system: nothing is fetched."""
    plain = gr.themes.Base(
        font=_SANS,
        font_mono=_MONO,
        primary_hue=gr.themes.colors.slate,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_sm,
    )
    return plain.set(
        body_background_fill="#fbfaf7",
        body_background_fill_dark="#16171a",
        body_text_color="#1c1b19",
        body_text_color_dark="#e9e6df",
    )
