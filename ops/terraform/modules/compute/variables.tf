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

variable "machines" {
  description = "The machines by the end of their names: role and size."
  type        = map(object({ role = string, size = string }))
  nullable    = false

  validation {
    condition     = length(var.machines) > 0
    error_message = "There is no machine: name at least one."
  }

  validation {
    condition     = alltrue([for machine in var.machines : contains(["single", "app", "worker"], machine.role)])
    error_message = "Roles are single, app and worker."
  }

  validation {
    condition     = length([for machine in var.machines : machine if machine.role == "single"]) <= 1
    error_message = "There is one data volume and one address: at most one machine is single."
  }

  validation {
    condition     = alltrue([for machine in var.machines : can(regex("^[a-z0-9]+-[a-z0-9-]+$", machine.size))])
    error_message = "A size is written as DigitalOcean does, like s-2vcpu-4gb."
  }
}

variable "image" {
  description = "The operating system of new machines; those that run keep theirs."
  type        = string
  default     = "debian-13-x64"
  nullable    = false

  validation {
    condition     = can(regex("^debian-[0-9]+-x64$", var.image))
    error_message = "The playbooks are for Debian: an image like debian-13-x64."
  }
}

variable "vpc_id" {
  description = "The private network."
  type        = string
  nullable    = false
}

variable "tags" {
  description = "Tags of each role's machines."
  type        = map(list(string))
  nullable    = false
}

variable "ssh_keys" {
  description = "Public keys by whose they are, added to the account, that may log in as ansible (and as root until the first playbook)."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for key in var.ssh_keys : can(regex("^(ssh-ed25519|sk-ssh-ed25519@openssh.com|ecdsa-sha2-nistp256|ssh-rsa) [A-Za-z0-9+/=]+( [^\\n]*)?$", key))])
    error_message = "Each of ssh_keys is one line of a public key (a file that ends in .pub), like \"ssh-ed25519 AAAA... name\"."
  }
}

variable "ssh_keys_in_account" {
  description = "Names of keys that the account has already, as each key can be in it once only."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.ssh_keys_in_account) + length(var.ssh_keys) > 0
    error_message = "Nobody could log in, and DigitalOcean would mail a password of root: give at least one key in ssh_keys or ssh_keys_in_account."
  }
}

variable "ipv6" {
  description = "Whether machines and load balancer have IPv6 addresses too."
  type        = bool
  default     = true
  nullable    = false
}

variable "backup_hour" {
  description = "When the four hours of the daily machine backup begin, UTC: 0, 4, 8, 12, 16 or 20."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = contains([0, 4, 8, 12, 16, 20], var.backup_hour)
    error_message = "Backups begin at 0, 4, 8, 12, 16 or 20 o'clock UTC."
  }
}

variable "volume_id" {
  description = "The data volume of the machine that is single; empty without one."
  type        = string
  default     = ""
  nullable    = false
}

variable "load_balancer" {
  description = "The load balancer before the app machines: the name of the site, the tag of its machines, how many units large. Null without app machines."
  type        = object({ host = string, machine_tag = string, size_unit = number })
  default     = null

  validation {
    condition     = var.load_balancer == null || try(contains(range(1, 201), var.load_balancer.size_unit), false)
    error_message = "A load balancer has 1 to 200 units."
  }

  validation {
    condition     = (var.load_balancer != null) == anytrue([for machine in var.machines : machine.role == "app"])
    error_message = "App machines stand behind a load balancer, and it before app machines: give both or neither."
  }
}
