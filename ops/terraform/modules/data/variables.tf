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
  description = "Where it stands, like fra1."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{3}[0-9]$", var.region))
    error_message = "A region is three letters and a digit, like fra1."
  }
}

variable "volume_gb" {
  description = "Size of the data volume in GiB; 0 for none. It grows and never shrinks."
  type        = number
  nullable    = false

  validation {
    condition     = var.volume_gb == 0 || (var.volume_gb >= 10 && var.volume_gb <= 16384 && floor(var.volume_gb) == var.volume_gb)
    error_message = "A data volume has 10 to 16384 GiB."
  }
}

variable "tags" {
  description = "Tags of the volume and of the databases."
  type        = list(string)
  nullable    = false
}

variable "managed" {
  description = "PostgreSQL and Valkey run by DigitalOcean; null without them."
  type = object({
    vpc_id          = string
    project_id      = string
    machine_tag     = string
    database_size   = string
    database_nodes  = number
    pool_size       = number
    broker_size     = string
    broker_nodes    = number
    maintenance_day = string
  })
  default = null

  validation {
    condition     = var.managed == null || try(var.managed.database_nodes >= 2 && var.managed.database_nodes <= 3, false)
    error_message = "PostgreSQL has one or two standbys: 2 or 3 nodes."
  }

  validation {
    condition     = var.managed == null || try(var.managed.broker_nodes >= 1 && var.managed.broker_nodes <= 3, false)
    error_message = "Valkey has 1 to 3 nodes."
  }

  validation {
    condition     = var.managed == null || try(can(regex("^db-", var.managed.database_size)) && can(regex("^db-", var.managed.broker_size)), false)
    error_message = "Sizes of databases begin with db-, like db-s-1vcpu-2gb."
  }

  validation {
    condition     = var.managed == null || try(!endswith(var.managed.database_size, "-1gb"), false)
    error_message = "A standby needs 2 GB or more: db-s-1vcpu-2gb is the smallest."
  }

  validation {
    condition     = var.managed == null || try(var.managed.pool_size >= 5 && var.managed.pool_size <= 500, false)
    error_message = "The pool has 5 to 500 connections; with 2 GB at most 47."
  }

  validation {
    condition = var.managed == null || try(contains(
      ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], var.managed.maintenance_day
    ), false)
    error_message = "The maintenance day is a day of the week in small English letters."
  }
}
