package org.inkstream.schemas;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * What a schema from elsewhere may ask of its reader. A value is read step by step as its writer's
 * schema says, also where the reader's leaves fields out; a schema of some hundred bytes could ask
 * for billions of steps (records of records that take no bytes), for as many at each byte (arrays
 * of them), or for a depth that only the value bounds (records within themselves).
 */
final class SchemaBounds {

  /** Our own need less than a tenth. */
  private static final long MOST_STEPS = 4_096;

  /** Of the items of arrays and maps, which the value has as many of as it has bytes for. */
  private static final long MOST_STEPS_A_BYTE = 64;

  private static final int MOST_DEPTH = 64;

  /**
   * What it takes to read a value.
   *
   * @param steps at most, where each array and each map has one item
   * @param bytes at least
   */
  private record Cost(long steps, long bytes) {

    Cost plus(Cost other) {
      return new Cost(Math.min(steps + other.steps, MOST_STEPS + 1), bytes + other.bytes);
    }
  }

  /** A bound that is broken; the message says which. */
  private static final class BrokenException extends Exception {
    BrokenException(String message) {
      super(message);
    }
  }

  private final Map<String, Cost> records = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  private SchemaBounds() {}

  /** Why a schema is not to be read with; empty if it keeps the bounds. */
  static Optional<String> broken(Schema schema) {
    try {
      new SchemaBounds().cost(schema, 0);
      return Optional.empty();
    } catch (BrokenException e) {
      return Optional.of(e.getMessage());
    }
  }

  private Cost cost(Schema schema, int depth) throws BrokenException {
    if (depth > MOST_DEPTH) {
      throw new BrokenException("it is nested more than " + MOST_DEPTH + " deep");
    }
    Cost cost =
        switch (schema.getType()) {
          case RECORD -> record(schema, depth);
          case UNION -> union(schema.getTypes(), depth);
          case ARRAY -> items(schema.getElementType(), 0, depth);
          case MAP -> items(schema.getValueType(), 1, depth);
          case NULL -> new Cost(1, 0);
          case FIXED -> new Cost(1, schema.getFixedSize());
          case FLOAT -> new Cost(1, Float.BYTES);
          case DOUBLE -> new Cost(1, Double.BYTES);
          case BOOLEAN, INT, LONG, STRING, BYTES, ENUM -> new Cost(1, 1);
        };
    if (cost.steps > MOST_STEPS) {
      throw new BrokenException("a value takes more than " + MOST_STEPS + " steps to read");
    }
    return cost;
  }

  private Cost record(Schema schema, int depth) throws BrokenException {
    Cost known = records.get(schema.getFullName());
    if (known != null) {
      return known;
    }
    if (!open.add(schema.getFullName())) {
      throw new BrokenException("record " + schema.getFullName() + " is within itself");
    }
    Cost cost = new Cost(1, 0);
    for (Schema.Field field : schema.getFields()) {
      cost = cost.plus(cost(field.schema(), depth + 1));
    }
    open.remove(schema.getFullName());
    records.put(schema.getFullName(), cost);
    return cost;
  }

  private Cost union(List<Schema> branches, int depth) throws BrokenException {
    long steps = 0;
    long bytes = branches.isEmpty() ? 0 : Long.MAX_VALUE;
    for (Schema branch : branches) {
      Cost cost = cost(branch, depth + 1);
      steps = Math.max(steps, cost.steps);
      bytes = Math.min(bytes, cost.bytes);
    }
    return new Cost(steps, bytes).plus(new Cost(1, 1));
  }

  /** Of an array or a map, which may be empty: then it has the byte that ends it. */
  private Cost items(Schema item, int keyBytes, int depth) throws BrokenException {
    Cost cost = cost(item, depth + 1);
    if (cost.steps > MOST_STEPS_A_BYTE * (cost.bytes + keyBytes)) {
      throw new BrokenException(
          "items take more than " + MOST_STEPS_A_BYTE + " steps a byte to read");
    }
    return new Cost(cost.steps + 1, 1);
  }
}
