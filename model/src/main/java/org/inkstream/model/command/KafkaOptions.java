package org.inkstream.model.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.inkstream.model.schemaregistry.RefusedSchemaException;
import org.inkstream.model.schemaregistry.RegistryAddress;
import org.inkstream.model.schemaregistry.SchemaRegistry;
import org.inkstream.model.topic.TopicAdmin;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.UnresolvedSchemaException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of every command that talks to Kafka, for use as a picocli mixin. Values are checked
 * when they are parsed; not safe for use by many threads until then.
 */
public final class KafkaOptions {

  private static final Pattern SERVERS =
      Pattern.compile("[^,;\\s]+:\\d{1,5}(\\s*,\\s*[^,;\\s]+:\\d{1,5})*");

  // Confluent's own keys, so that one file can be for clients of all languages.
  private static final String REGISTRY_KEYS = "schema.registry.";
  private static final String REGISTRY_URL = REGISTRY_KEYS + "url";
  private static final String REGISTRY_USER = REGISTRY_KEYS + "basic.auth.user.info";

  private static final int ANSWER_MILLIS = 10_000;
  private static final int ATTEMPT_MILLIS = 3_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private String bootstrapServers = "localhost:9092";
  private Topics topics = new Topics("");
  private Map<String, Object> configured = Map.of();
  private Optional<String> registryUrl = Optional.empty();
  private Optional<SchemaRegistry> registry;

  /** Options with the values of the command line. */
  public KafkaOptions() {}

  /**
   * Options with given values, for commands that start others inside their own process.
   *
   * @throws IllegalArgumentException if a value is malformed
   */
  public static KafkaOptions of(String bootstrapServers, String prefix) {
    KafkaOptions options = new KafkaOptions();
    options.bootstrapServers = checked(bootstrapServers);
    options.topics = new Topics(prefix);
    return options;
  }

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT[,HOST:PORT...]",
      defaultValue = "${env:INKSTREAM_BOOTSTRAP_SERVERS:-localhost:9092}",
      description =
          "Kafka brokers to start from. Default: environment variable"
              + " INKSTREAM_BOOTSTRAP_SERVERS, or localhost:9092.")
  private void setBootstrapServers(String value) {
    try {
      bootstrapServers = checked(value);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--bootstrap-servers: " + e.getMessage());
    }
  }

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      defaultValue = "${env:INKSTREAM_TOPIC_PREFIX:-}",
      description =
          "Put before the name of every topic. Default: environment variable"
              + " INKSTREAM_TOPIC_PREFIX, or nothing.")
  private void setPrefix(String value) {
    try {
      topics = new Topics(value == null ? "" : value);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--prefix: " + e.getMessage());
    }
  }

  @Option(
      names = "--client-config",
      paramLabel = "FILE",
      defaultValue = "${env:INKSTREAM_CLIENT_CONFIG:-}",
      description =
          "Properties for Kafka's clients, such as those for TLS and SASL. Default: environment"
              + " variable INKSTREAM_CLIENT_CONFIG, or none.")
  private void setClientConfig(String file) {
    if (file == null || file.isEmpty()) {
      return;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), "--client-config: cannot read '" + file + "': " + e.getMessage());
    }
    Map<String, Object> read = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> read.put(key, properties.getProperty(key)));
    configured = read;
  }

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      defaultValue = "${env:INKSTREAM_SCHEMA_REGISTRY:-}",
      description =
          "Root of a schema registry's Confluent API. Values are then written in Confluent's wire"
              + " format, and read in both. Default: environment variable"
              + " INKSTREAM_SCHEMA_REGISTRY, or schema.registry.url in --client-config, or none.")
  private void setSchemaRegistry(String url) {
    registryUrl = Optional.ofNullable(url).filter(given -> !given.isBlank());
  }

  /** The brokers to start from, as {@code host:port}, separated by commas. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * The topics under the prefix.
   *
   * @throws ParameterException if the address of the schema registry is malformed
   */
  public Topics topics() {
    return schemaRegistry().map(encoding -> new Topics(topics.prefix(), encoding)).orElse(topics);
  }

  /** Why values wait for the schema registry, for people; empty if none does, or there is none. */
  public Optional<String> schemaTrouble() {
    return schemaRegistry().flatMap(SchemaRegistry::trouble);
  }

  /**
   * What every Kafka client of a command is configured with: the brokers and the properties of
   * {@code --client-config} that are for them. A new map that may be changed.
   */
  public Map<String, Object> client() {
    Map<String, Object> client = new HashMap<>(configured);
    client.keySet().removeIf(key -> key.startsWith(REGISTRY_KEYS));
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return client;
  }

  /**
   * Returns once a broker has answered. Waits for about ten seconds, so that a command may be
   * started together with its broker; Kafka's clients themselves would try for minutes.
   *
   * @throws CommandFailure if none answers, or it turns us away
   */
  public void requireBroker() {
    Map<String, Object> settings = client();
    settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ATTEMPT_MILLIS);
    settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, ATTEMPT_MILLIS);
    Admin admin;
    try {
      admin = Admin.create(settings);
    } catch (KafkaException e) {
      // The client could not even begin: no such host, or a property it does not understand.
      throw new CommandFailure(noAnswer() + ": " + ErrorLines.describe(e), e);
    }
    try {
      admin.describeCluster().nodes().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthenticationException) {
        throw new CommandFailure(
            "the Kafka broker at " + bootstrapServers + " refuses us: " + e.getCause().getMessage(),
            e);
      }
      throw new CommandFailure(noAnswer(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while waiting for Kafka", e);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  /**
   * Returns once a broker has answered and all topics are there; makes those that are missing. If
   * there is a schema registry, our schemas are there, too.
   *
   * @param partitions of the event topics that are made
   * @throws CommandFailure if no broker answers, or it does not let us
   * @throws UnresolvedSchemaException if the schema registry does not answer
   * @throws RefusedSchemaException if a registered schema does not fit ours
   */
  public void requireTopics(int partitions) {
    requireBroker();
    try (Admin admin = Admin.create(client())) {
      TopicAdmin.createMissing(admin, topics, partitions);
    } catch (ExecutionException e) {
      throw new CommandFailure("cannot create topics: " + ErrorLines.describe(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while creating topics", e);
    }
    registerSchemas();
  }

  private void registerSchemas() {
    if (schemaRegistry().isEmpty()) {
      return;
    }
    try {
      schemaRegistry().get().register(topics());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while registering schemas", e);
    }
  }

  /** One object for all topics of a process, which remembers what it has asked. */
  private synchronized Optional<SchemaRegistry> schemaRegistry() {
    if (registry == null) {
      try {
        registry =
            registryUrl
                .or(() -> configured(REGISTRY_URL))
                .map(url -> RegistryAddress.parse(url, configured(REGISTRY_USER)))
                .map(SchemaRegistry::new);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            command.commandLine(), "--schema-registry: " + e.getMessage(), e);
      }
    }
    return registry;
  }

  private Optional<String> configured(String key) {
    return Optional.ofNullable((String) configured.get(key)).filter(value -> !value.isBlank());
  }

  private String noAnswer() {
    return "no Kafka broker answers at " + bootstrapServers;
  }

  private static String checked(String servers) {
    String stripped = servers.strip();
    if (!SERVERS.matcher(stripped).matches()
        || !Arrays.stream(stripped.split("\\s*,\\s*")).allMatch(KafkaOptions::hasPort)) {
      throw new IllegalArgumentException("'" + servers + "' is not HOST:PORT[,HOST:PORT...]");
    }
    return stripped;
  }

  private static boolean hasPort(String server) {
    int port = Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
    return port >= 1 && port <= 65535;
  }
}
