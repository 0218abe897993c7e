"""Pages of a study about what is held of people: retention, record of processing, sharing."""
