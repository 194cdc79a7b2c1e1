"""The design system: the one style sheet, the components and the page that shows them."""
