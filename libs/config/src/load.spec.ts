import { ConfigurationError, IsTcpPort, IsToken, loadConfig } from './index.js';

class Config {
  @IsTcpPort()
  PORT: number = 8080;

  @IsToken()
  TOKEN: string;
}

const TOKEN = 'a-token-of-16-and-more';

describe('configuration from environment variables', () => {
  it('takes a default for what is unset or empty, and a number from text', () => {
    expect(loadConfig(Config, { TOKEN })).toMatchObject({ PORT: 8080, TOKEN });
    expect(loadConfig(Config, { TOKEN, PORT: '' })).toMatchObject({ PORT: 8080 });
    expect(loadConfig(Config, { TOKEN, PORT: '9090' })).toMatchObject({ PORT: 9090 });
  });

  it('says each fault once, in a line of its own, all at once', () => {
    const load = () => loadConfig(Config, { PORT: 'abc', TOKEN: 'with a blank in it' });
    expect(load).toThrow(ConfigurationError);
    expect(load).toThrow(/^PORT must be a port number[^;\n]*\nTOKEN must be set: [^;\n]*$/);
  });
});
