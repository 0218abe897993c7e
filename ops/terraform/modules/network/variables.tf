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

variable "ip_range" {
  description = "The private network, a /16 to /24 that no other network of the account overlaps."
  type        = string
  nullable    = false

  validation {
    condition = can(cidrhost(var.ip_range, 1)) && try(
      tonumber(split("/", var.ip_range)[1]) >= 16 && tonumber(split("/", var.ip_range)[1]) <= 24, false
    )
    error_message = "The private network is written like 10.20.0.0/20, with 16 to 24 bits."
  }

  validation {
    condition     = can(regex("^(10\\.|192\\.168\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.)", var.ip_range))
    error_message = "The private network is one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16."
  }
}

variable "ssh_allow" {
  description = "Networks that operators come from: who may reach port 22."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.ssh_allow) > 0
    error_message = "Nobody could reach port 22: put the operators' networks in ssh_allow, like 192.0.2.10/32."
  }

  validation {
    condition     = alltrue([for range in var.ssh_allow : can(cidrhost(range, 0))])
    error_message = "Each of ssh_allow is a network with its bits, like 192.0.2.10/32 or 2001:db8:1::/48."
  }

  validation {
    condition = alltrue([
      for range in var.ssh_allow : try(tonumber(split("/", range)[1]) >= (strcontains(range, ":") ? 32 : 16), true)
    ])
    error_message = "Port 22 is open to operators alone: ssh_allow takes no network wider than /16 (IPv6: /32), and never 0.0.0.0/0."
  }
}

variable "roles" {
  description = "What machines there are: single (all on one), app, worker."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.roles) > 0 && alltrue([for role in var.roles : contains(["single", "app", "worker"], role)])
    error_message = "Roles are single, app and worker."
  }
}

variable "load_balancer_id" {
  description = "The load balancer that alone reaches the app machines; empty without one."
  type        = string
  default     = ""
  nullable    = false
}

variable "outbound_ports" {
  description = "TCP ports that machines may reach outside: 80 and 443 for packages, certificates, providers and Spaces, 587 for mail by SMTP."
  type        = set(number)
  default     = [80, 443, 587]
  nullable    = false

  validation {
    condition     = alltrue([for port in var.outbound_ports : port > 0 && port < 65536 && floor(port) == port])
    error_message = "Ports are whole numbers from 1 to 65535."
  }

  validation {
    condition     = contains(var.outbound_ports, 443) && contains(var.outbound_ports, 80)
    error_message = "Without ports 80 and 443 there are no packages, no certificate and no mail by SendGrid: keep both in outbound_ports."
  }
}
