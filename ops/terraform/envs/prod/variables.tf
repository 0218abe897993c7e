variable "environment" {
  description = "Which environment this is: prod or staging. Set by environment.auto.tfvars beside it."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["prod", "staging"], var.environment)
    error_message = "The environment is prod or staging: work in the folder of that name below ops/terraform/envs."
  }
}

variable "topology" {
  description = "single: all on one machine. cluster: a load balancer, app and worker machines, managed PostgreSQL and Valkey."
  type        = string
  default     = "single"
  nullable    = false

  validation {
    condition     = contains(["single", "cluster"], var.topology)
    error_message = "The topology is single or cluster."
  }
}

variable "keep_single" {
  description = "While a site moves to the cluster: the single machine stays beside it, with its volume and address."
  type        = bool
  default     = false
  nullable    = false
}

variable "region" {
  description = "Where everything stands."
  type        = string
  default     = "fra1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{3}[0-9]$", var.region))
    error_message = "A region is three letters and a digit, like fra1."
  }

  validation {
    condition     = contains(["fra1", "ams3"], var.region) || var.outside_eu
    error_message = "Region ${var.region} is not in the EU: take fra1 or ams3, or set outside_eu = true once it is settled that participants' data may go there."
  }
}

variable "outside_eu" {
  description = "Allows a region outside the EU."
  type        = bool
  default     = false
  nullable    = false
}

variable "private_network" {
  description = "Addresses of the private network; no other network of the account may overlap them."
  type        = string
  nullable    = false
}

variable "ssh_allow" {
  description = "Networks that operators come from, like 192.0.2.10/32: who may reach port 22."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(setintersection(var.ssh_allow, ["0.0.0.0/0", "::/0"])) == 0
    error_message = "Port 22 is open to operators alone, and ssh_allow lets everybody in: put their own networks there, like 192.0.2.10/32. Deploys from GitHub open a way of their own while they run."
  }
}

variable "ssh_keys" {
  description = "Operators' public keys by name, which are added to the account."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "ssh_keys_in_account" {
  description = "Names of keys that the account has already: it takes each key once, so the second environment names them here."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "outbound_ports" {
  description = "TCP ports that machines may reach outside."
  type        = set(number)
  default     = [80, 443, 587]
  nullable    = false
}

variable "image" {
  description = "The operating system of new machines."
  type        = string
  default     = "debian-13-x64"
  nullable    = false
}

variable "single_size" {
  description = "Size of the single machine."
  type        = string
  default     = "s-2vcpu-4gb"
  nullable    = false
}

variable "data_volume_gb" {
  description = "GiB of the single machine's data volume; it grows and never shrinks."
  type        = number
  default     = 50
  nullable    = false

  validation {
    condition     = var.data_volume_gb >= 10
    error_message = "A data volume has 10 GiB or more."
  }
}

variable "app_count" {
  description = "App machines of the cluster."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.app_count >= 1 && var.app_count <= 10 && floor(var.app_count) == var.app_count
    error_message = "A cluster has 1 to 10 app machines."
  }
}

variable "app_size" {
  description = "Size of an app machine."
  type        = string
  default     = "s-2vcpu-4gb"
  nullable    = false
}

variable "worker_count" {
  description = "Worker machines of the cluster; Beat runs on the first and takes over by a lock on any."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.worker_count >= 1 && var.worker_count <= 10 && floor(var.worker_count) == var.worker_count
    error_message = "A cluster has 1 to 10 worker machines: without one no message goes out."
  }
}

variable "worker_size" {
  description = "Size of a worker machine."
  type        = string
  default     = "s-2vcpu-2gb"
  nullable    = false
}

variable "load_balancer_units" {
  description = "Size of the load balancer; two units outlive the failure of one."
  type        = number
  default     = 2
  nullable    = false
}

variable "database" {
  description = "Managed PostgreSQL: size, nodes (with standbys), connections of the pool."
  type        = object({ size = string, nodes = number, pool_size = number })
  default     = { size = "db-s-1vcpu-2gb", nodes = 2, pool_size = 20 }
  nullable    = false
}

variable "broker" {
  description = "Managed Valkey: size and nodes."
  type        = object({ size = string, nodes = number })
  default     = { size = "db-s-1vcpu-2gb", nodes = 2 }
  nullable    = false
}

variable "maintenance_day" {
  description = "When DigitalOcean may restart the databases, at 2 and 3 o'clock UTC."
  type        = string
  default     = "tuesday"
  nullable    = false
}

variable "ipv6" {
  description = "Whether machines have IPv6 addresses too, and, where there is a load balancer, the site."
  type        = bool
  default     = true
  nullable    = false
}

variable "zone" {
  description = "The domain whose records are at DigitalOcean, like example.org."
  type        = string
  nullable    = false
}

variable "manage_zone" {
  description = "Whether the zone itself is made here; false when it is at DigitalOcean already."
  type        = bool
  default     = true
  nullable    = false
}

variable "host" {
  description = "The name people go to, like esm.example.org."
  type        = string
  nullable    = false
}

variable "sending_domain" {
  description = "The domain that mail is from."
  type        = string
  nullable    = false
}

variable "spf" {
  description = "Who may send for the sending domain."
  type        = string
  default     = "v=spf1 include:sendgrid.net ~all"
  nullable    = false
}

variable "mail_cnames" {
  description = "Records that the mail provider asks for, name in the zone to target, DKIM keys among them."
  type        = map(string)
  nullable    = false
}

variable "dmarc_policy" {
  description = "none, quarantine or reject."
  type        = string
  default     = "none"
  nullable    = false
}

variable "dmarc_reports" {
  description = "The mailbox for DMARC reports."
  type        = string
  nullable    = false
}

variable "alert_emails" {
  description = "Members of the DigitalOcean team who are told of alerts."
  type        = list(string)
  nullable    = false
}

variable "backup_bucket" {
  description = "Name of the bucket for backups, one of its kind in the region."
  type        = string
  nullable    = false
}

variable "backup_region" {
  description = "Where backups are: better not where the machines are."
  type        = string
  default     = "ams3"
  nullable    = false

  validation {
    condition     = contains(["fra1", "ams3"], var.backup_region) || var.outside_eu
    error_message = "Backup region ${var.backup_region} is not in the EU: take fra1 or ams3, or set outside_eu = true once it is settled that participants' data may go there."
  }
}

variable "keep_deleted_days" {
  description = "Days that a deleted backup can still be had back."
  type        = number
  default     = 30
  nullable    = false
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
