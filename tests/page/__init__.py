"""Pages as browsers show and print them."""
