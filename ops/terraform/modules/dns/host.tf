resource "digitalocean_record" "ipv4" {
  domain = local.zone
  type   = "A"
  name   = local.host
  value  = var.ipv4
  ttl    = var.ttl
}

resource "digitalocean_record" "ipv6" {
  count = var.with_ipv6 ? 1 : 0

  domain = local.zone
  type   = "AAAA"
  name   = local.host
  value  = var.ipv6
  ttl    = var.ttl
}

resource "digitalocean_record" "certificate_authority" {
  for_each = var.certificate_authorities

  domain = local.zone
  type   = "CAA"
  name   = local.host
  value  = "${each.key}."
  tag    = "issue"
  flags  = 0
  ttl    = var.ttl
}
