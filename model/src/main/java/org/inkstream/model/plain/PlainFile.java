package org.inkstream.model.plain;

import java.io.IOException;

/**
 * A plain model as bytes: the word {@code INKM}, the version of the form, the kind, and then the
 * kind's numbers, all of them big-endian and of four bytes. Whatever the bytes are, a reader ends
 * in time and memory in proportion to their number.
 */
public final class PlainFile {

  private static final int MAGIC = 0x494e4b4d;
  private static final int VERSION = 1;
  private static final int TREES = 1;
  private static final int KERNEL_MACHINE = 2;
  private static final int RECURRENT = 3;

  /** Whole images: more would be another kind of data. */
  static final int MOST_INPUTS = 2048 * 2048;

  static final int MOST_CLASSES = 1 << 16;

  private PlainFile() {}

  /** Whether bytes begin as such a file does. */
  public static boolean isOne(byte[] file) {
    return file.length >= Integer.BYTES
        && file[0] == 'I'
        && file[1] == 'N'
        && file[2] == 'K'
        && file[3] == 'M';
  }

  /** The bytes of a model; the same model always gives the same. */
  public static byte[] write(PlainModel model) {
    PlainWriter file = new PlainWriter();
    file.add(MAGIC, VERSION, kind(model));
    model.write(file);
    return file.toByteArray();
  }

  /**
   * Reads and checks.
   *
   * @throws IOException saying what is wrong, in one line
   */
  public static PlainModel read(byte[] file) throws IOException {
    PlainReader reader = new PlainReader(file);
    if (!isOne(file)) {
      throw new IOException("not a plain model");
    }
    reader.count("the first word", MAGIC, MAGIC);
    reader.count("the version of the form", VERSION, VERSION);
    int kind = reader.count("the kind of the model", TREES, RECURRENT);
    PlainModel model =
        switch (kind) {
          case TREES -> Trees.read(reader);
          case KERNEL_MACHINE -> KernelMachine.read(reader);
          default -> Recurrent.read(reader);
        };
    reader.requireEnd();
    return model;
  }

  private static int kind(PlainModel model) {
    if (model instanceof Trees) {
      return TREES;
    }
    return model instanceof KernelMachine ? KERNEL_MACHINE : RECURRENT;
  }
}
