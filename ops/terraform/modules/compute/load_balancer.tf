locals {
  balanced = var.load_balancer == null ? {} : { site = var.load_balancer }
}

# A certificate's name is its own in the account: another host needs another, made before the old one goes.
resource "digitalocean_certificate" "site" {
  for_each = local.balanced

  name    = "${var.name}-${substr(sha256(each.value.host), 0, 8)}"
  type    = "lets_encrypt"
  domains = [each.value.host]

  lifecycle {
    create_before_destroy = true
  }
}

resource "digitalocean_loadbalancer" "site" {
  for_each = local.balanced

  name                   = var.name
  region                 = var.region
  size_unit              = each.value.size_unit
  vpc_uuid               = var.vpc_id
  network_stack          = var.ipv6 ? "DUALSTACK" : "IPV4"
  droplet_tag            = each.value.machine_tag
  redirect_http_to_https = true
  tls_cipher_policy      = "STRONG"
  # Its records are those of module dns; it would add one of its own for the apex of the zone.
  disable_lets_encrypt_dns_records = true
  # A photo goes up slowly from a train.
  http_idle_timeout_seconds = 60

  forwarding_rule {
    entry_port       = 443
    entry_protocol   = "https"
    target_port      = 80
    target_protocol  = "http"
    certificate_name = digitalocean_certificate.site[each.key].name
  }

  forwarding_rule {
    entry_port      = 80
    entry_protocol  = "http"
    target_port     = 80
    target_protocol = "http"
  }

  # Served by Caddy and the page's server, whatever the database does: an outage of it takes no machine out.
  healthcheck {
    protocol                 = "http"
    port                     = 80
    path                     = "/sw.js"
    check_interval_seconds   = 5
    response_timeout_seconds = 5
    unhealthy_threshold      = 3
    healthy_threshold        = 2
  }
}
