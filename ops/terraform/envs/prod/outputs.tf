output "inventory" {
  description = "Each machine's addresses and role; Ansible's inventory is made of it."
  value       = module.compute.machines
}

output "site" {
  description = "What playbooks need to know of the site."
  value = {
    host               = var.host
    sending_domain     = var.sending_domain
    topology           = var.topology
    region             = var.region
    data_volume        = module.data.volume_name
    load_balancer_ipv4 = try(module.compute.load_balancer.ipv4, null)
    private_network    = module.network.ip_range
    machine_tag        = module.network.environment_tag
  }
}

output "backup" {
  description = "Where backups go."
  value       = module.backup.backup
}

output "backup_key" {
  description = "The key for them."
  sensitive   = true
  value       = module.backup.key
}

output "database" {
  description = "How machines reach managed PostgreSQL; null without it."
  sensitive   = true
  value       = module.data.database
}

output "broker" {
  description = "How machines reach managed Valkey; null without it."
  sensitive   = true
  value       = module.data.broker
}
