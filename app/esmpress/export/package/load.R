# Reads the tables of this package. In R, from the package's folder:
#
#   source("code/load.R")
#   esm <- load_package()
#   head(esm$prompts)
#
# Choices become factors with the labels that participants read; load_package(labelled = FALSE) leaves their numbers.
# Instants become POSIXct: *_utc in UTC. R has no clock without a zone, so *_local are shown as if they were UTC:
# take their hours and dates, and take differences between *_utc.

package_folder <- if (file.exists("datapackage.json")) "." else ".."

load_package <- function(folder = package_folder, labelled = TRUE) {
  lapply(tables, function(table) load_table(table, folder, labelled))
}

load_table <- function(table, folder, labelled) {
  data <- utils::read.csv(
    file.path(folder, table$path),
    colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE
  )
  for (column in table$columns) {
    data[[column$name]] <- typed(data[[column$name]], column, labelled)
    attr(data[[column$name]], "label") <- column$label
  }
  data
}

typed <- function(cells, column, labelled) {
  if (labelled && !is.null(column$values)) {
    return(factor(cells, levels = column$values, labels = column$labels, ordered = column$ordered))
  }
  switch(column$type,
    whole_number = whole(cells),
    number = as.numeric(cells),
    instant = as.POSIXct(cells, format = "%Y-%m-%dT%H:%M:%SZ", tz = "UTC"),
    local_instant = as.POSIXct(cells, format = "%Y-%m-%dT%H:%M:%S", tz = "UTC"),
    date = as.Date(cells),
    # Texts a spreadsheet would run as a formula stand behind an apostrophe.
    sub("^'", "", cells)
  )
}

# Integers of R end at 2^31; what is larger stays a number.
whole <- function(cells) {
  numbers <- as.numeric(cells)
  if (any(abs(numbers) > .Machine$integer.max, na.rm = TRUE)) numbers else as.integer(numbers)
}

# Why a prompt has no answer to an item: "not_asked", "not_answered", "not_reached", "declined", "not_computed", or NA
# where there is an answer or the prompt was never begun.
why_missing <- function(esm, item) {
  asked <- esm$items[esm$items$item == item, ]
  key <- c("id", "obsno")
  place <- match(do.call(paste, esm$prompts[key]), do.call(paste, asked[key]))
  why <- as.character(asked$outcome)[place]
  ifelse(why == "answered", NA, why)
}
