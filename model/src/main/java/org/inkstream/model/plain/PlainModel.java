package org.inkstream.model.plain;

/**
 * The numbers of a model and what they make of one image. Immutable; safe for use by many threads,
 * each with scratch memory of its own. The same image always gives the same bits.
 */
public sealed interface PlainModel permits Trees, KernelMachine, Recurrent {

  /** What it is, in words for people. */
  String kind();

  /** Numbers in one encoded image. */
  int inputSize();

  /** Number of classes. */
  int classes();

  /** Numbers in one embedding. */
  int embeddingSize();

  /** Number of trained values. */
  long parameters();

  /** Heap that the numbers take, in bytes. */
  long bytes();

  /** Numbers of scratch memory that {@link #score} needs, at least {@link #embeddingSize()}. */
  int scratchSize();

  /**
   * Scores one image.
   *
   * @param inputs has the encoded image, {@link #inputSize()} numbers, from index {@code from} on
   * @param scratch at least {@link #scratchSize()} numbers; begins with the embedding afterwards
   * @param probabilities receives {@link #classes()} numbers, which sum to 1, from index {@code to}
   *     on
   */
  void score(float[] inputs, int from, float[] scratch, float[] probabilities, int to);

  /**
   * The same in double precision and with the formula as it is in books: what {@link #score} is
   * compared with.
   */
  void scoreSlowly(float[] inputs, int from, float[] probabilities, int to);

  /** Adds the numbers to a file, without its head. */
  void write(PlainWriter file);
}
