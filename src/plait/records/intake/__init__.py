"""Records about people who ask for contact, before there is a record of them."""
