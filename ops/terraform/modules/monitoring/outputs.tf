output "check_id" {
  description = "The check from outside."
  value       = digitalocean_uptime_check.site.id
}
