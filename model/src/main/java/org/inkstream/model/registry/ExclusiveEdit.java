package org.inkstream.model.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;

/**
 * Read, decide, write, as if nobody else were there. Everybody who edits the registry does so with
 * one transactional id. Whoever begins ends the transaction of the one before: so what is committed
 * was decided with knowledge of all that was committed before it.
 */
final class ExclusiveEdit {

  private static final int ATTEMPTS = 20;
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Map<String, Object> client;
  private final Topics topics;

  ExclusiveEdit(Map<String, Object> client, Topics topics) {
    this.client = client;
    this.topics = topics;
  }

  <R> R run(Function<RegistrySnapshot, RegistryEdit<R>> decide) {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(decide);
      } catch (KafkaException e) {
        if (attempt == ATTEMPTS || !isOvertaken(e)) {
          throw e;
        }
      }
    }
  }

  private <R> R attempt(Function<RegistrySnapshot, RegistryEdit<R>> decide) {
    Map<String, Object> config =
        RegistryClients.transactional(client, topics.prefix() + "inkstream-registry");
    // Readers wait for the end of a transaction, also of one whose writer was killed.
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MILLIS);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      RegistryEdit<R> edit = decide.apply(RegistryReader.readAll(client, topics));
      if (edit.changes().isEmpty() && edit.deletions().isEmpty()) {
        return edit.result();
      }
      producer.beginTransaction();
      try {
        write(producer, edit);
        producer.commitTransaction();
      } catch (RuntimeException e) {
        abort(producer, e);
        throw e;
      }
      return edit.result();
    }
  }

  private void write(Producer<byte[], byte[]> producer, RegistryEdit<?> edit) {
    List<Future<?>> sent = new ArrayList<>();
    for (AliasChange change : edit.changes()) {
      sent.add(
          producer.send(
              record(
                  topics.modelAliases().name(),
                  bytes(change.getAlias()),
                  topics.modelAliases().wire().encode(change))));
    }
    for (ModelVersion version : edit.deletions()) {
      sent.add(
          producer.send(record(topics.modelVersions().name(), bytes(version.getVersion()), null)));
      for (int chunk = 0; chunk < version.getChunks(); chunk++) {
        sent.add(
            producer.send(
                record(
                    topics.modelArtifacts().name(),
                    Chunks.key(version.getVersion(), chunk),
                    null)));
      }
    }
    for (Future<?> future : sent) {
      await(future);
    }
  }

  private static void await(Future<?> sent) {
    try {
      sent.get();
    } catch (ExecutionException e) {
      throw new KafkaException("cannot write to the registry: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, byte[] key, byte[] value) {
    // The registry is on partition 0, however many its topics were given by hand.
    return new ProducerRecord<>(topic, 0, key, value);
  }

  private static void abort(Producer<byte[], byte[]> producer, RuntimeException because) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      // Whoever overtook us has ended it, or the broker will when time is up.
      because.addSuppressed(e);
    }
  }

  private static boolean isOvertaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // The last of them if the transaction had been ended for us, and its successor not begun.
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException
          || cause instanceof InvalidTxnStateException) {
        return true;
      }
    }
    return false;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
