using System.Net;
using System.Net.Sockets;

namespace Glassbox.Tests.Datasets;

/// <summary>A server on this machine that stands for a mirror, and does with each request what the test says.</summary>
internal sealed class FakeMirror : IDisposable
{
    private readonly HttpListener listener;
    private readonly Action<HttpListenerContext> respond;
    private readonly List<string> requests = [];

    public FakeMirror(Action<HttpListenerContext> respond)
    {
        this.respond = respond;
        (listener, Address) = Listen();
        _ = ServeAsync();
    }

    /// <summary>Its address, with a slash at the end.</summary>
    public string Address { get; }

    /// <summary>The names of the files that were asked for, in order.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (requests)
            {
                return [.. requests];
            }
        }
    }

    /// <summary>A mirror that offers these files, and nothing else.</summary>
    public static FakeMirror Of(Dictionary<string, byte[]> files) => new(context =>
    {
        if (files.TryGetValue(NameOf(context), out var content))
        {
            Send(context, content);
        }
        else
        {
            Refuse(context, HttpStatusCode.NotFound);
        }
    });

    public static string NameOf(HttpListenerContext context) => Path.GetFileName(context.Request.Url!.LocalPath);

    public static void Send(HttpListenerContext context, byte[] content, int? announced = null)
    {
        context.Response.ContentLength64 = announced ?? content.Length;
        context.Response.OutputStream.Write(content);
        if (announced is null)
        {
            context.Response.Close();
        }
        else
        {
            context.Response.OutputStream.Flush();
            context.Response.Abort();
        }
    }

    public static void Refuse(HttpListenerContext context, HttpStatusCode status)
    {
        context.Response.StatusCode = (int)status;
        context.Response.Close();
    }

    public void Dispose() => listener.Close();

    private static (HttpListener Listener, string Address) Listen()
    {
        for (var attempt = 0; ; attempt++)
        {
            var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            var listener = new HttpListener { Prefixes = { address } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Another test has taken the port since; try another.
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                lock (requests)
                {
                    requests.Add(NameOf(context));
                }

                respond(context);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }
}
