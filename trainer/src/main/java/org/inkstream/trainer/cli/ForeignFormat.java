package org.inkstream.trainer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.inkstream.trainer.imported.ImportedNetwork;
import org.inkstream.trainer.imported.UnimportableException;
import org.inkstream.trainer.keras.KerasHints;
import org.inkstream.trainer.keras.KerasImport;
import org.inkstream.trainer.onnx.OnnxImport;

/** The forms of network files that {@code import} reads, and what it calls their families. */
enum ForeignFormat {
  /** HDF5, as Keras saves it. */
  KERAS {
    @Override
    ImportedNetwork read(Path file, KerasHints hints) throws UnimportableException {
      return KerasImport.read(file.toString(), hints);
    }
  },
  /** A zip with HDF5 in it, as Keras saves it under the name {@code .keras}. */
  KERAS_ARCHIVE {
    @Override
    ImportedNetwork read(Path file, KerasHints hints) throws UnimportableException, IOException {
      // The process that reads runs in a folder of its own, which is removed afterwards.
      KerasArchive parts = KerasArchive.unpack(file, Path.of("").toAbsolutePath());
      return KerasImport.readParts(parts.weights().toString(), parts.config(), parts.metadata());
    }

    @Override
    String family() {
      return KERAS.family();
    }
  },
  /** ONNX, as PyTorch and many others export it. */
  ONNX {
    @Override
    ImportedNetwork read(Path file, KerasHints hints) throws UnimportableException, IOException {
      return OnnxImport.read(Files.readAllBytes(file));
    }
  };

  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /** What the manifest calls networks of this form. */
  String family() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a file, which may end this process.
   *
   * @param hints of a file of Keras
   */
  abstract ImportedNetwork read(Path file, KerasHints hints)
      throws UnimportableException, IOException;

  /**
   * The form of a file by its first bytes; ONNX has none of its own, and is known by its name.
   *
   * @throws UnimportableException if it is none of them
   */
  static ForeignFormat of(Path file) throws IOException, UnimportableException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(HDF5.length);
    }
    if (Arrays.equals(start, HDF5)) {
      return KERAS;
    }
    if (start.length >= ZIP.length && Arrays.equals(start, 0, ZIP.length, ZIP, 0, ZIP.length)) {
      return KERAS_ARCHIVE;
    }
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      return ONNX;
    }
    throw new UnimportableException(
        "it is neither HDF5 nor a zip of Keras, and its name does not end in .onnx");
  }
}
