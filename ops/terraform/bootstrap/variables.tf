variable "region" {
  description = "Where states are kept."
  type        = string
  default     = "fra1"
  nullable    = false

  validation {
    condition     = contains(["fra1", "ams3"], var.region)
    error_message = "States hold passwords of databases with participants' data: they stay in the EU, in fra1 or ams3."
  }
}

variable "bucket" {
  description = "Name of the bucket for states, one of its kind in the region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "A bucket's name has 3 to 63 small letters, digits and hyphens."
  }
}

variable "api_endpoint" {
  description = "Another place than DigitalOcean's API, for tests; by default DIGITALOCEAN_API_URL or the real one."
  type        = string
  default     = null

  validation {
    condition     = var.api_endpoint == null || can(regex("^https?://", var.api_endpoint))
    error_message = "The endpoint begins with https:// or http://."
  }
}

variable "spaces_endpoint" {
  description = "Another place than Spaces, for tests; by default SPACES_ENDPOINT_URL or the real one."
  type        = string
  default     = null

  validation {
    condition     = var.spaces_endpoint == null || can(regex("^https?://", var.spaces_endpoint))
    error_message = "The endpoint begins with https:// or http://."
  }
}
