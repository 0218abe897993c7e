# The same bounds as in ops/monitoring: these tell when Prometheus cannot.
locals {
  machine_alerts = {
    cpu    = { type = "v1/insights/droplet/cpu", above = 90, window = "1h", says = "processors over 90 % for an hour" }
    memory = { type = "v1/insights/droplet/memory_utilization_percent", above = 90, window = "10m", says = "memory over 90 %" }
    disk   = { type = "v1/insights/droplet/disk_utilization_percent", above = 80, window = "10m", says = "disk over 80 %" }
    load   = { type = "v1/insights/droplet/load_5", above = 8, window = "30m", says = "load over 8 for half an hour" }
  }
  database_alerts = {
    cpu    = { type = "v1/dbaas/alerts/cpu_alerts", above = 90, says = "processors over 90 %" }
    memory = { type = "v1/dbaas/alerts/memory_utilization_alerts", above = 90, says = "memory over 90 %" }
    disk   = { type = "v1/dbaas/alerts/disk_utilization_alerts", above = 80, says = "disk over 80 %" }
    load   = { type = "v1/dbaas/alerts/load_15_alerts", above = 8, says = "load over 8" }
  }
}

resource "digitalocean_monitor_alert" "machine" {
  for_each = local.machine_alerts

  type        = each.value.type
  compare     = "GreaterThan"
  value       = each.value.above
  window      = each.value.window
  description = "${var.name}: ${each.value.says}"
  tags        = [var.machine_tag]
  enabled     = true

  alerts {
    email = var.alert_emails
  }
}

resource "digitalocean_monitor_alert" "database" {
  for_each = var.with_databases ? local.database_alerts : {}

  type        = each.value.type
  compare     = "GreaterThan"
  value       = each.value.above
  window      = "10m"
  description = "${var.name}, databases: ${each.value.says}"
  entities    = var.database_ids
  enabled     = true

  alerts {
    email = var.alert_emails
  }
}
