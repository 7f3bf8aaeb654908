package org.inkstream.trainer.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * The form that Keras calls {@code .keras}, since 2.12: a zip of a description, a version and an
 * HDF5 file of weights. Entries are found by their names and nothing of the zip names a file here;
 * all bounds are on what comes out, whatever the zip says of it.
 *
 * @param config the description of the network, as JSON
 * @param metadata which Keras wrote it, as JSON
 * @param weights where the weights were put
 */
record KerasArchive(String config, String metadata, Path weights) {

  private static final int MOST_TEXT = 16 << 20;
  private static final long MOST_WEIGHTS = 256L << 20;

  /**
   * Unpacks what is needed.
   *
   * @param folder for the weights, which is emptied by the caller
   */
  static KerasArchive unpack(Path file, Path folder) throws IOException, UnimportableException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      String config = text(zip, "config.json");
      String metadata = text(zip, "metadata.json");
      Path weights = folder.resolve("weights.h5");
      try (InputStream in = open(zip, "model.weights.h5");
          OutputStream out = Files.newOutputStream(weights)) {
        copy(in, out);
      }
      return new KerasArchive(config, metadata, weights);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new UnimportableException("it is a zip that cannot be read; it may be cut short", e);
    }
  }

  private static InputStream open(ZipFile zip, String name)
      throws IOException, UnimportableException {
    if (zip.stream().filter(entry -> entry.getName().equals(name)).count() > 1) {
      throw new UnimportableException("it has %s more than once".formatted(name));
    }
    ZipEntry entry = zip.getEntry(name);
    if (entry == null || entry.isDirectory()) {
      throw new UnimportableException(
          "it is a zip without Keras's %s; of PyTorch, export the network as .onnx"
              .formatted(name));
    }
    return zip.getInputStream(entry);
  }

  private static String text(ZipFile zip, String name) throws IOException, UnimportableException {
    try (InputStream in = open(zip, name)) {
      byte[] text = in.readNBytes(MOST_TEXT + 1);
      if (text.length > MOST_TEXT) {
        throw tooLarge(name, MOST_TEXT);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new UnimportableException("its %s is not UTF-8 text".formatted(name), e);
    }
  }

  private static void copy(InputStream in, OutputStream out)
      throws IOException, UnimportableException {
    byte[] buffer = new byte[1 << 16];
    long left = MOST_WEIGHTS;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      left -= read;
      if (left < 0) {
        throw tooLarge("model.weights.h5", MOST_WEIGHTS);
      }
      out.write(buffer, 0, read);
    }
  }

  private static UnimportableException tooLarge(String name, long most) {
    return new UnimportableException("its %s is larger than %d MiB".formatted(name, most >> 20));
  }
}
