resource "digitalocean_record" "spf" {
  domain = local.zone
  type   = "TXT"
  name   = local.sending
  value  = var.spf
  ttl    = local.sending_ttl
}

resource "digitalocean_record" "dmarc" {
  domain = local.zone
  type   = "TXT"
  name   = local.sending == "@" ? "_dmarc" : "_dmarc.${local.sending}"
  value  = "v=DMARC1; p=${var.dmarc_policy}; rua=mailto:${var.dmarc_reports}; adkim=r; aspf=r"
  ttl    = 3600
}

resource "digitalocean_record" "provider" {
  for_each = var.mail_cnames

  domain = local.zone
  type   = "CNAME"
  name   = each.key
  value  = "${each.value}."
  ttl    = 3600
}
