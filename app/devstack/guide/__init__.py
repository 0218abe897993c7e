"""What the pictures of the researcher's guide show: two studies and the people in them."""
