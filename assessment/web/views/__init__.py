"""One module per family of screens. Form in, service call, template out."""
