output "vpc_id" {
  description = "The private network."
  value       = digitalocean_vpc.this.id
}

output "ip_range" {
  description = "Its addresses."
  value       = digitalocean_vpc.this.ip_range
}

output "environment_tag" {
  description = "The tag of every machine of this environment, which firewalls and alerts go by."
  value       = digitalocean_tag.environment.name
}

output "role_tags" {
  description = "The tag of each role's machines."
  value       = { for role, tag in digitalocean_tag.role : role => tag.name }
}
