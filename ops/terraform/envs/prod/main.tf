locals {
  name        = "esmpress-${var.environment}"
  cluster     = var.topology == "cluster"
  with_single = var.topology == "single" || var.keep_single

  machines = merge(
    local.with_single ? { single = { role = "single", size = var.single_size } } : {},
    local.cluster ? { for n in range(1, var.app_count + 1) : "app-${n}" => { role = "app", size = var.app_size } } : {},
    local.cluster ? { for n in range(1, var.worker_count + 1) : "worker-${n}" => { role = "worker", size = var.worker_size } } : {},
  )
  roles = toset([for machine in local.machines : machine.role])

  # The first three go across environments and are for people; firewalls and alerts go by the last two.
  shared_tags = ["esmpress", var.environment]
  role_tags   = { single = ["esmpress-app", "esmpress-worker"], app = ["esmpress-app"], worker = ["esmpress-worker"] }
  tags = {
    for role in local.roles :
    role => concat(local.shared_tags, local.role_tags[role], [module.network.environment_tag, module.network.role_tags[role]])
  }

  ipv4 = local.cluster ? module.compute.load_balancer.ipv4 : module.compute.reserved_ipv4

  # The single machine's Docker publishes by IPv4 alone, and its IPv6 address is not a reserved one: a name may not lead there.
  with_ipv6 = var.ipv6 && local.cluster
}

module "network" {
  source = "../../modules/network"

  name             = local.name
  region           = var.region
  ip_range         = var.private_network
  ssh_allow        = var.ssh_allow
  roles            = local.roles
  outbound_ports   = var.outbound_ports
  load_balancer_id = local.cluster ? module.compute.load_balancer.id : ""
}

module "data" {
  source = "../../modules/data"

  name      = local.name
  region    = var.region
  volume_gb = local.with_single ? var.data_volume_gb : 0
  tags      = local.shared_tags
  managed = local.cluster ? {
    vpc_id          = module.network.vpc_id
    project_id      = digitalocean_project.this.id
    machine_tag     = module.network.environment_tag
    database_size   = var.database.size
    database_nodes  = var.database.nodes
    pool_size       = var.database.pool_size
    broker_size     = var.broker.size
    broker_nodes    = var.broker.nodes
    maintenance_day = var.maintenance_day
  } : null
}

module "compute" {
  source = "../../modules/compute"

  name                = local.name
  region              = var.region
  machines            = local.machines
  image               = var.image
  vpc_id              = module.network.vpc_id
  tags                = local.tags
  ssh_keys            = var.ssh_keys
  ssh_keys_in_account = var.ssh_keys_in_account
  ipv6                = var.ipv6
  volume_id           = local.with_single ? module.data.volume_id : ""
  load_balancer = local.cluster ? {
    host        = module.dns.host
    machine_tag = module.network.role_tags["app"]
    size_unit   = var.load_balancer_units
  } : null
}

module "dns" {
  source = "../../modules/dns"

  zone           = var.zone
  manage_zone    = var.manage_zone
  host           = var.host
  ipv4           = local.ipv4
  ipv6           = local.with_ipv6 ? module.compute.load_balancer.ipv6 : ""
  with_ipv6      = local.with_ipv6
  sending_domain = var.sending_domain
  spf            = var.spf
  mail_cnames    = var.mail_cnames
  dmarc_policy   = var.dmarc_policy
  dmarc_reports  = var.dmarc_reports
}

module "monitoring" {
  source = "../../modules/monitoring"

  name           = local.name
  host           = var.host
  machine_tag    = module.network.environment_tag
  with_databases = local.cluster
  database_ids   = module.data.database_ids
  alert_emails   = var.alert_emails
}

module "backup" {
  source = "../../modules/backup"

  name              = local.name
  region            = var.backup_region
  bucket            = var.backup_bucket
  keep_deleted_days = var.keep_deleted_days
}
