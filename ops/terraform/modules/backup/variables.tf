variable "name" {
  description = "What everything of this environment is called first, like esmpress-prod."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.name))
    error_message = "The name has 3 to 41 small letters, digits and hyphens, and begins with a letter."
  }
}

variable "region" {
  description = "Where the backups are: a region that has Spaces."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{3}[0-9]$", var.region))
    error_message = "A region is three letters and a digit, like fra1."
  }
}

variable "bucket" {
  description = "The bucket's name, one of its kind in all of the region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "A bucket's name has 3 to 63 small letters, digits and hyphens."
  }
}

variable "keep_deleted_days" {
  description = "Days that what was deleted or overwritten can still be had back."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.keep_deleted_days >= 7 && var.keep_deleted_days <= 365 && floor(var.keep_deleted_days) == var.keep_deleted_days
    error_message = "Deleted backups are kept 7 to 365 days: fewer would not outlast a holiday, more would keep what people had erased."
  }
}
