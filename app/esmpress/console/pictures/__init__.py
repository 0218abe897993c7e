"""Pictures of a preview: inline SVG, drawn on the server, coloured by the page's style sheet."""
