variable "name" {
  description = "What everything of this environment is called first, like esmpress-prod."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.name))
    error_message = "The name has 3 to 41 small letters, digits and hyphens, and begins with a letter."
  }
}

variable "host" {
  description = "The name people go to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.host))
    error_message = "The host is a name in small letters, like esm.example.org."
  }
}

variable "machine_tag" {
  description = "The tag of the machines that are watched."
  type        = string
  nullable    = false
}

variable "database_ids" {
  description = "Managed clusters that are watched."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "with_databases" {
  description = "Whether there are any, which a plan must know before they are made."
  type        = bool
  default     = false
  nullable    = false
}

variable "alert_emails" {
  description = "Who is told: addresses of members of the DigitalOcean team, others get nothing."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.alert_emails) > 0
    error_message = "Nobody would be told when the site is down: give at least one address in alert_emails."
  }

  validation {
    condition     = alltrue([for address in var.alert_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$", address))])
    error_message = "Each of alert_emails is a mail address."
  }
}

variable "check_path" {
  description = "The page that is asked from outside; it answers 200 while mail goes out."
  type        = string
  default     = "/healthz/delivery"
  nullable    = false

  validation {
    condition     = startswith(var.check_path, "/")
    error_message = "The path begins with a slash."
  }
}
