resource "digitalocean_project" "this" {
  name        = local.name
  description = "ESMpress, ${var.environment}"
  purpose     = "Web Application"
  environment = var.environment == "prod" ? "Production" : "Staging"
}

# Databases are put into the project when they are made; beside them a list in the project itself would never be still.
resource "digitalocean_project_resources" "this" {
  project = digitalocean_project.this.id
  resources = concat(
    module.compute.urns,
    module.data.urns,
    module.dns.urns,
    module.backup.urns,
  )
}
