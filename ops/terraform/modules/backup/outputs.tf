output "backup" {
  description = "Where backups go."
  value = {
    bucket   = digitalocean_spaces_bucket.backup.name
    region   = digitalocean_spaces_bucket.backup.region
    endpoint = "https://${digitalocean_spaces_bucket.backup.region}.digitaloceanspaces.com"
  }
}

output "key" {
  description = "The key for it."
  sensitive   = true
  value = {
    access_key = digitalocean_spaces_key.backup.access_key
    secret_key = digitalocean_spaces_key.backup.secret_key
  }
}

output "urns" {
  description = "What belongs into the project."
  value       = [digitalocean_spaces_bucket.backup.urn]
}
