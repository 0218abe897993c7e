# The bucket comes from bootstrap: terraform init -backend-config=../state.s3.tfbackend
# Its keys come by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY alone: what is given to init ends in files and plans.
terraform {
  backend "s3" {
    key          = "prod/terraform.tfstate"
    use_lockfile = true

    # Spaces speaks S3 and is not AWS.
    region                      = "us-east-1"
    skip_credentials_validation = true
    skip_metadata_api_check     = true
    skip_region_validation      = true
    skip_requesting_account_id  = true
    skip_s3_checksum            = true
    use_path_style              = true
  }
}
