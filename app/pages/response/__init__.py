"""How a page is answered: templates, assets, addresses, headers, and refusals."""
