import { registerDecorator } from 'class-validator';
import { isNetwork } from '../connections/networks.js';

/** Of a list: each is an address or a network. */
export function AreNetworks(): PropertyDecorator {
  return (object, property) =>
    registerDecorator({
      name: 'areNetworks',
      target: object.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => Array.isArray(value) && value.every(isNetwork),
        defaultMessage: () => `${String(property)} must be addresses or networks by CIDR: ["203.0.113.0/24"]`,
      },
    });
}
