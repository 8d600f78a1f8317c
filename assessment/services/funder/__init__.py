"""Reports to funders: numbers published once a quarter, and what staff type in beside them."""
