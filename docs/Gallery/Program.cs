// Draws the pictures of docs/pictures and writes docs/gallery.md:
//
//     dotnet run --project docs/Gallery

using Glassbox.Gallery;

foreach (var recipe in Recipe.All)
{
    recipe.Draw(Path.Combine(GalleryPage.Pictures, recipe.File));
    Console.WriteLine(recipe.File);
}

File.WriteAllText(Path.Combine(GalleryPage.Docs, "gallery.md"), GalleryPage.Write());
