variable "zone" {
  description = "The domain whose records are at DigitalOcean, like example.org."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.zone))
    error_message = "The zone is a domain in small letters without a dot at its end, like example.org."
  }
}

variable "manage_zone" {
  description = "Whether the zone itself is made here; false when it is at DigitalOcean already or another environment makes it."
  type        = bool
  default     = true
  nullable    = false
}

variable "host" {
  description = "The name people go to, in the zone, like esm.example.org."
  type        = string
  nullable    = false

  validation {
    condition     = var.host == var.zone || endswith(var.host, ".${var.zone}")
    error_message = "The host is the zone or a name in it: host ${var.host} is not in zone ${var.zone}."
  }

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.host))
    error_message = "The host is a name in small letters, like esm.example.org."
  }
}

variable "ipv4" {
  description = "Where the host leads."
  type        = string
  nullable    = false
}

variable "ipv6" {
  description = "Where it leads by IPv6; unused unless with_ipv6."
  type        = string
  default     = ""
  nullable    = false
}

variable "with_ipv6" {
  description = "Whether the host has an AAAA record."
  type        = bool
  default     = true
  nullable    = false
}

variable "ttl" {
  description = "Seconds that resolvers may keep a record of the host; short, so that a move to another address is soon over."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.ttl >= 60 && var.ttl <= 86400 && floor(var.ttl) == var.ttl
    error_message = "Records are kept 60 to 86400 seconds."
  }
}

variable "certificate_authorities" {
  description = "Who may issue certificates for the host."
  type        = set(string)
  default     = ["letsencrypt.org"]
  nullable    = false

  validation {
    condition     = length(var.certificate_authorities) > 0 && alltrue([for name in var.certificate_authorities : !endswith(name, ".")])
    error_message = "Name at least one authority, without a dot at its end, like letsencrypt.org."
  }
}

variable "sending_domain" {
  description = "The domain that mail is from, in the zone, like esm.example.org."
  type        = string
  nullable    = false

  validation {
    condition     = var.sending_domain == var.zone || endswith(var.sending_domain, ".${var.zone}")
    error_message = "The sending domain is the zone or a name in it: ${var.sending_domain} is not in zone ${var.zone}."
  }
}

variable "spf" {
  description = "Who may send for the sending domain."
  type        = string
  default     = "v=spf1 include:sendgrid.net ~all"
  nullable    = false

  validation {
    condition     = can(regex("^v=spf1 .*[~-]all$", var.spf))
    error_message = "SPF begins with v=spf1 and ends with ~all or -all: anything else lets everybody send in your name."
  }
}

variable "mail_cnames" {
  description = "What the provider asks for, name in the zone to target: em1234 and the DKIM keys s1._domainkey, s2._domainkey."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for target in values(var.mail_cnames) : can(regex("^([a-z0-9_-]+\\.)+[a-z]{2,}$", target))])
    error_message = "Targets of mail_cnames are names without a dot at their ends, as SendGrid shows them, like s1.domainkey.u1234.wl.sendgrid.net."
  }

  validation {
    condition     = alltrue([for name in keys(var.mail_cnames) : can(regex("^[a-z0-9_]([a-z0-9._-]*[a-z0-9])?$", name)) && !endswith(name, ".${var.zone}")])
    error_message = "Names of mail_cnames leave the zone out: s1._domainkey.esm for s1._domainkey.esm.${var.zone}."
  }

  validation {
    condition     = anytrue([for name in keys(var.mail_cnames) : strcontains(name, "._domainkey")])
    error_message = "mail_cnames has no DKIM key (a name with ._domainkey): unsigned mail goes to spam. SendGrid shows the names under Settings, Sender Authentication."
  }
}

variable "dmarc_policy" {
  description = "What receivers do with mail in your name that is not yours: none to begin with, then quarantine, then reject."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = contains(["none", "quarantine", "reject"], var.dmarc_policy)
    error_message = "The DMARC policy is none, quarantine or reject."
  }
}

variable "dmarc_reports" {
  description = "The mailbox that receivers' reports go to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^@\\s;,]+@[^@\\s;,]+\\.[a-z]{2,}$", var.dmarc_reports))
    error_message = "dmarc_reports is one mail address."
  }
}
