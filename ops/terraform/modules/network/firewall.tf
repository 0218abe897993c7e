locals {
  anywhere = ["0.0.0.0/0", "::/0"]
  # PostgreSQL, its pool and Valkey, as DigitalOcean numbers them.
  database_ports = "25060-25061"
}

# For every machine. What is not named here stays outside, and inside.
resource "digitalocean_firewall" "machines" {
  name = "${var.name}-machines"
  tags = [digitalocean_tag.environment.name]

  inbound_rule {
    protocol         = "tcp"
    port_range       = "22"
    source_addresses = var.ssh_allow
  }

  dynamic "outbound_rule" {
    for_each = var.outbound_ports

    content {
      protocol              = "tcp"
      port_range            = tostring(outbound_rule.value)
      destination_addresses = local.anywhere
    }
  }

  # Names by both, the time by UDP.
  dynamic "outbound_rule" {
    for_each = [["tcp", "53"], ["udp", "53"], ["udp", "123"]]

    content {
      protocol              = outbound_rule.value[0]
      port_range            = outbound_rule.value[1]
      destination_addresses = local.anywhere
    }
  }

  outbound_rule {
    protocol              = "tcp"
    port_range            = local.database_ports
    destination_addresses = [var.ip_range]
  }
}

# Caddy answers everybody: 80 for certificates and the way to 443, 443 by UDP for HTTP/3.
resource "digitalocean_firewall" "public" {
  count = contains(var.roles, "single") ? 1 : 0

  name = "${var.name}-public"
  tags = [digitalocean_tag.role["single"].name]

  dynamic "inbound_rule" {
    for_each = [["tcp", "80"], ["tcp", "443"], ["udp", "443"]]

    content {
      protocol         = inbound_rule.value[0]
      port_range       = inbound_rule.value[1]
      source_addresses = local.anywhere
    }
  }
}

# The load balancer has the certificate: only it may come, without TLS, over the private network.
resource "digitalocean_firewall" "app" {
  count = contains(var.roles, "app") ? 1 : 0

  name = "${var.name}-app"
  tags = [digitalocean_tag.role["app"].name]

  inbound_rule {
    protocol                  = "tcp"
    port_range                = "80"
    source_load_balancer_uids = [var.load_balancer_id]
  }
}
