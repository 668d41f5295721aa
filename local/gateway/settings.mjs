// The gateway's settings, read once from the environment that local/services.py provides.

function required(name) {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

export const settings = Object.freeze({
  port: Number(required('SPOTTER_PORT')),
  databaseUrl: required('DATABASE_URL'),
  functionsPort: Number(required('SPOTTER_FUNCTIONS_PORT')),
  filesFolder: required('SPOTTER_FILES'),
  jwtSecret: required('SUPABASE_JWT_SECRET'),
  publishableKey: required('SUPABASE_PUBLISHABLE_KEY'),
  secretKey: required('SUPABASE_SECRET_KEY'),
  /** The limits that supabase/config.toml sets: `{ max_rows, jwt_expiry, … }`. */
  config: JSON.parse(required('SPOTTER_CONFIG')),
})
