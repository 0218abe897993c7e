output "urns" {
  description = "What belongs into the project."
  value       = [for zone in digitalocean_domain.zone : zone.urn]
}

# Made of the zone that is there: a certificate for it waits for the zone.
output "host" {
  description = "The name people go to."
  value       = local.host == "@" ? local.zone : "${local.host}.${local.zone}"
}
