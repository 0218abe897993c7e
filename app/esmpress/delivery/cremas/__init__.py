"""How a study goes, in the numbers CREMAS asks to report; docs/compliance.md defines each."""
