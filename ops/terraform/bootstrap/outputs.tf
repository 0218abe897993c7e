output "backend" {
  description = "What the environments need to know: terraform output -raw backend > ../envs/state.s3.tfbackend"
  value       = <<-TEXT
    bucket    = "${terraform_data.locking_works.output.bucket}"
    endpoints = { s3 = "${terraform_data.locking_works.output.endpoint}" }
  TEXT
}

output "access_key" {
  description = "For AWS_ACCESS_KEY_ID."
  sensitive   = true
  value       = digitalocean_spaces_key.state.access_key
}

output "secret_key" {
  description = "For AWS_SECRET_ACCESS_KEY."
  sensitive   = true
  value       = digitalocean_spaces_key.state.secret_key
}
