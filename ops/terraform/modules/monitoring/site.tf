resource "digitalocean_uptime_check" "site" {
  name    = var.name
  target  = "https://${var.host}${var.check_path}"
  type    = "https"
  regions = ["eu_west", "us_east"]
  enabled = true
}

resource "digitalocean_uptime_alert" "down" {
  name     = "${var.name}: down"
  check_id = digitalocean_uptime_check.site.id
  type     = "down_global"
  period   = "2m"

  notifications {
    email = var.alert_emails
  }
}

# Caddy and DigitalOcean renew a month before: at 14 days something is wrong, and there is time.
resource "digitalocean_uptime_alert" "certificate" {
  name       = "${var.name}: certificate runs out"
  check_id   = digitalocean_uptime_check.site.id
  type       = "ssl_expiry"
  threshold  = 14
  comparison = "less_than"
  period     = "2m"

  notifications {
    email = var.alert_emails
  }
}

resource "digitalocean_uptime_alert" "slow" {
  name       = "${var.name}: slow"
  check_id   = digitalocean_uptime_check.site.id
  type       = "latency"
  threshold  = 2000
  comparison = "greater_than"
  period     = "5m"

  notifications {
    email = var.alert_emails
  }
}
