# Loads a package by its script, and tells what came of it.
options(warn = 2)
source("code/load.R")
esm <- load_package()
plain <- load_package(labelled = FALSE)
prompts <- esm$prompts
cat("rows", sapply(esm, nrow), "\n")
cat("levels", levels(prompts$a_yes_no), "\n")
cat("ordered", is.ordered(prompts$a_likert), "\n")
cat("plain", sum(plain$prompts$a_yes_no, na.rm = TRUE), sum(prompts$a_yes_no == "yes", na.rm = TRUE), "\n")
cat("label", attr(prompts$a_slider, "label"), "\n")
cat("first", format(prompts$scheduled_utc[1], "%Y-%m-%d %H:%M:%S %Z"), "\n")
cat("formulas", sum(prompts$a_text == "=1+1", na.rm = TRUE), sum(prompts$a_text == "'already", na.rm = TRUE), "\n")
print(table(why_missing(esm, "a_number")))
