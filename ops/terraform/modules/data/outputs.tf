output "volume_id" {
  description = "The data volume, or null."
  value       = one(digitalocean_volume.data[*].id)
}

output "volume_name" {
  description = "Its name, the end of /dev/disk/by-id/scsi-0DO_Volume_, or null."
  value       = one(digitalocean_volume.data[*].name)
}

output "database" {
  description = "How machines reach PostgreSQL, or null: `port` leads to the server, `pool_port` to the pool."
  sensitive   = true
  value = one([
    for key, cluster in digitalocean_database_cluster.postgresql : {
      host           = cluster.private_host
      port           = cluster.port
      pool_port      = digitalocean_database_connection_pool.app[key].port
      pool           = digitalocean_database_connection_pool.app[key].name
      name           = digitalocean_database_db.esmpress[key].name
      user           = "esmpress_app"
      password       = digitalocean_database_user.role["esmpress_app"].password
      owner_user     = "esmpress_owner"
      owner_password = digitalocean_database_user.role["esmpress_owner"].password
      admin_user     = cluster.user
      admin_password = cluster.password
      ca             = data.digitalocean_database_ca.postgresql[key].certificate
    }
  ])
}

output "broker" {
  description = "How machines reach Valkey, by TLS, or null."
  sensitive   = true
  value = one([
    for cluster in digitalocean_database_cluster.valkey : {
      host     = cluster.private_host
      port     = cluster.port
      user     = cluster.user
      password = cluster.password
    }
  ])
}

output "database_ids" {
  description = "Clusters that alerts watch."
  value = concat(
    [for cluster in digitalocean_database_cluster.postgresql : cluster.id],
    [for cluster in digitalocean_database_cluster.valkey : cluster.id],
  )
}

output "urns" {
  description = "What belongs into the project; databases are in it from the beginning."
  value       = digitalocean_volume.data[*].urn
}
