#!/bin/sh
# First-run job: installs WordPress, activates the connector, makes its dedicated user and leaves the application
# password where only the provisioner reads it. Running it again changes nothing.
set -eu

credentials=/run/usher/wordpress.env
site() {
  wp --allow-root --path=/var/www/html "$@"
}

if ! site core is-installed; then
  # The password comes by standard input: an argument would be seen in the list of processes.
  printf '%s\n' "$WORDPRESS_ADMIN_PASSWORD" | site core install --skip-email --url="$WORDPRESS_PUBLIC_URL" \
    --title="${WORDPRESS_TITLE:-WordPress with Usher}" --admin_user="$WORDPRESS_ADMIN_USER" \
    --admin_email="$WORDPRESS_ADMIN_EMAIL" --prompt=admin_password
fi
# /wp-json/ exists only with a permalink structure; the image's .htaccess already routes it.
if [ -z "$(site option get permalink_structure)" ]; then
  site rewrite structure '/%postname%/'
fi
site plugin is-active usher-connector || site plugin activate usher-connector

if [ ! -s "$credentials" ]; then
  umask 077
  site_user=$(php /var/www/html/wp-content/plugins/usher-connector/bin/provision-user.php --path=/var/www/html \
    --url="$WORDPRESS_PUBLIC_URL")
  printf '%s' "$site_user" | php -r '
    $user = json_decode(stream_get_contents(STDIN), true, 4, JSON_THROW_ON_ERROR);
    printf("WORDPRESS_USERNAME=\"%s\"\nWORDPRESS_APPLICATION_PASSWORD=\"%s\"\n", $user["username"], $user["applicationPassword"]);
  ' > "$credentials.new"
  # 1000 is the user `node` of the service image.
  chown 1000:1000 "$credentials.new"
  mv "$credentials.new" "$credentials"
fi
echo 'WordPress is ready for Usher'
