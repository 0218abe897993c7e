# Records of others are in it too.
resource "digitalocean_domain" "zone" {
  count = var.manage_zone ? 1 : 0

  name = var.zone

  lifecycle {
    prevent_destroy = true
  }
}

locals {
  zone = var.manage_zone ? digitalocean_domain.zone[0].name : var.zone
  # Of names in the zone, the part before it; @ for the zone itself.
  host    = var.host == var.zone ? "@" : trimsuffix(var.host, ".${var.zone}")
  sending = var.sending_domain == var.zone ? "@" : trimsuffix(var.sending_domain, ".${var.zone}")
  # Records of one name have one TTL: mail from the host's own name goes by the host's.
  sending_ttl = var.sending_domain == var.host ? var.ttl : 3600
}
