"""The page that shows what a study will be like before anybody takes part."""
